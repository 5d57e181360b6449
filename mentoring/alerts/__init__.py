"""What the team does about duos that may be fading."""
