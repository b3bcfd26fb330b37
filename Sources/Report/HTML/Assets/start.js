root.classList.add("scripted");
setUpActions();
setUpContents();
setUpGalleries();
setUpSearch();
all("main table").forEach(setUpTable);
followAddress();
addEventListener("hashchange", followAddress);
