/** Emoji as Telegram draws them. */

const TEXT_BY_DEFAULT = /^(?!\p{Emoji_Presentation})\p{Extended_Pictographic}$/u;
const VARIATION_SELECTOR_16 = "\uFE0F";

/** Telegram names a heart "❤", which alone is a black text sign; U+FE0F asks for the coloured one. @param {string} emoji */
export const coloured = (emoji) => (TEXT_BY_DEFAULT.test(emoji) ? emoji + VARIATION_SELECTOR_16 : emoji);
