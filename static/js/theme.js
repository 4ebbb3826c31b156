// Light or dark as the person has chosen, on the pages of the stock administration.
document.documentElement.dataset.theme = document.currentScript.dataset.theme;
