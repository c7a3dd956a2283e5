// The address is relative to the page, which may stand below the path of a stage.
Redoc.init("openapi.json", {}, document.getElementById("page"));
