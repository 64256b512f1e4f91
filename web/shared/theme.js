/**
 * The theme that the person chose, before anything is painted: a classic script, which the page waits
 * for. Without a choice the system's is followed. Other tabs and the frames in them follow at once.
 */
(() => {
  const KEY = "notionforge.theme";
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  };
  apply(localStorage.getItem(KEY));
  window.addEventListener("storage", ({ key, newValue }) => key === KEY && apply(newValue));
  window.addEventListener("theme", ({ detail }) => apply(detail));
})();
