// @ts-check
// Runs before the page is painted, so that it never flashes in the other theme. `asks/theme.js` goes on from here.
"use strict";
try {
  const theme = localStorage.getItem("isthmus-theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
  }
} catch {
  // where a browser keeps nothing, the system's theme is shown
}
