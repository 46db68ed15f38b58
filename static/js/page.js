// What JavaScript adds to every page. Nothing here is needed to use it: each behaviour is looked up by a data attribute.

/** Bring the reader to the errors of the form just sent. */
function focusErrors(root) {
  root.querySelector("[data-focus]")?.focus();
}

/** Close an open menu (<details data-menu>) with Escape or with a click elsewhere. */
function closeMenus(event) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    const left = event.type === "click" && !menu.contains(event.target);
    if (left || event.key === "Escape") {
      menu.open = false;
      if (!left) menu.querySelector("summary").focus();
    }
  }
}

/** Say something to who listens to the page without looking at it. */
function announce(text) {
  const region = document.getElementById("avviso-dinamico");
  if (region) region.textContent = text;
}

/** A button beside every text marked with data-copy. */
function addCopyButtons(root) {
  if (!navigator.clipboard) return;
  for (const source of root.querySelectorAll("[data-copy]:not([data-copy-ready])")) {
    source.dataset.copyReady = "";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ab-copy";
    button.textContent = "Copia";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source.textContent.replaceAll(" ", ""));
      button.textContent = "Copiata";
      announce("Impronta copiata");
    });
    source.after(button);
  }
}

addCopyButtons(document);
focusErrors(document);
document.addEventListener("keydown", closeMenus);
document.addEventListener("click", closeMenus);
document.addEventListener("htmx:afterSwap", (event) => {
  addCopyButtons(event.target);
  const status = document.querySelector("[data-status]");
  if (status) announce(status.textContent.trim());
});
document.addEventListener("htmx:responseError", () => announce("L’elenco non è stato aggiornato: riprova."));
document.addEventListener("htmx:sendError", () => announce("Non c’è collegamento: l’elenco non è stato aggiornato."));
