// The counts come when they are ready; then the page can be shown.

await fetch("/api/progress");
location.reload();
