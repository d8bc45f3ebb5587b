// What every page has: colours change without a reload.

const YEAR = 365 * 24 * 3600;
const choices = [...document.querySelectorAll("[data-theme-choice]")];

for (const choice of choices) {
  choice.addEventListener("click", (event) => {
    event.preventDefault();
    const { themeChoice } = choice.dataset;
    document.documentElement.dataset.theme = themeChoice;
    document.cookie = `theme=${themeChoice}; path=/; max-age=${YEAR}; samesite=lax`;
    for (const other of choices) other.removeAttribute("aria-current");
    choice.setAttribute("aria-current", "true");
  });
}
