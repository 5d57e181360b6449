"""The steps of a job seeker that a duo notes (programme, "Milestones")."""

from __future__ import annotations

from enum import StrEnum

from storage.words import Outcome


class Milestone(StrEnum):
    CV_READY = "cv_ready"
    ONLINE_PROFILE = "online_profile"
    FIRST_APPLICATION = "first_application"
    APPLICATION_SENT = "application_sent"
    INTERVIEW = "interview"
    TRIAL_DAY = "trial_day"
    TRAINING = "training"  # a training, or a work-training contract, has begun
    INTERNSHIP = "internship"
    TEMP_JOB = "temp_job"
    JOB_OFFER = "job_offer"
    CONTRACT_SIGNED = "contract_signed"
    OWN = "own"  # in the duo's own words, which are kept elsewhere


# "I found a job": celebrated, and the duo is asked how it goes on. A temp job closes nothing (programme, 10).
# Each with where it leaves the job seeker.
OUTCOMES = {
    Milestone.TRAINING: Outcome.TRAINING,
    Milestone.INTERNSHIP: Outcome.INTERNSHIP,
    Milestone.JOB_OFFER: Outcome.WORK,
    Milestone.CONTRACT_SIGNED: Outcome.WORK,
}
FOUND_WORK = frozenset(OUTCOMES)
