// What the pages below /evidence share.

const current = document.querySelector(".parts-of [aria-current]");
current?.scrollIntoView({ block: "nearest", inline: "center" });
