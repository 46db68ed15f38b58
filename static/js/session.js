// The end of a session, said in time. Five minutes before it a dialog asks whether to stay; after it, another way in is
// shown without leaving the page, so that nothing written in a form is lost. Without JavaScript nothing of this is there.

const WARNING = 5 * 60_000; // milliseconds before the end
const LOOK_EVERY = 5_000;
const SHARED = "abitare-sessione"; // the tabs of one browser share one session

class SessionClock {
  constructor(dialog) {
    this.dialog = dialog;
    this.address = dialog.dataset.sessionAddress;
    this.state = "open"; // open, warning, expired
    this.asking = false;
    this.extend(Number(dialog.dataset.sessionLeft));
    dialog.querySelector("form").addEventListener("submit", (event) => this.stay(event));
    dialog.querySelector("[data-session-resume]").addEventListener("click", () => this.resume());
    dialog.querySelector("[data-session-close]").addEventListener("click", () => dialog.close());
    window.addEventListener("storage", (event) => this.hearAnotherTab(event));
    document.addEventListener("visibilitychange", () => document.hidden || this.look());
    setInterval(() => this.look(), LOOK_EVERY);
  }

  /** The session lasts ``seconds`` from now: every tab hears of it. */
  extend(seconds) {
    this.end = Date.now() + seconds * 1000;
    try {
      localStorage.setItem(SHARED, String(this.end));
    } catch {
      // Storage is switched off: each tab keeps its own clock and asks the server before it warns.
    }
    this.calm();
  }

  hearAnotherTab(event) {
    if (event.key !== SHARED || !(Number(event.newValue) > this.end)) return;
    this.end = Number(event.newValue);
    if (this.state === "expired") this.resume(); // signed in again over there: the forms here need the new token
    else this.calm();
  }

  calm() {
    this.state = "open";
    if (this.dialog.open) this.dialog.close();
  }

  get left() {
    return this.end - Date.now();
  }

  async look() {
    if (this.left > WARNING || this.asking) return;
    if (this.state === "open") {
      // A list filtered here, or another tab, may have renewed it: the server knows.
      this.asking = true;
      await this.ask("GET");
      this.asking = false;
      if (this.left > WARNING) return;
    }
    if (this.left <= 0) this.warn("expired");
    else if (this.state === "open") this.warn("warning");
    else this.count();
  }

  warn(state) {
    if (this.state === state) return;
    this.state = state;
    for (const part of this.dialog.querySelectorAll("[data-session-when]")) {
      part.hidden = part.dataset.sessionWhen !== state;
    }
    this.complain("");
    if (state === "expired") this.title("La sessione è scaduta");
    else this.count();
    if (!this.dialog.open) this.dialog.showModal();
  }

  count() {
    const minutes = Math.ceil(this.left / 60_000);
    this.title(`La sessione scade fra ${minutes > 1 ? `${minutes} minuti` : "1 minuto"}`);
  }

  title(text) {
    const title = this.dialog.querySelector("[data-session-title]");
    if (title.textContent !== text) title.textContent = text;
  }

  complain(text) {
    const error = this.dialog.querySelector("[data-session-error]");
    error.textContent = text;
    error.hidden = !text;
  }

  async stay(event) {
    event.preventDefault();
    if (await this.ask("POST")) say("Sessione prolungata.");
    else this.warn("expired");
  }

  async resume() {
    if (await this.ask("POST")) say("Sei di nuovo dentro: puoi inviare.");
    else this.complain("Non risulta ancora nessun accesso: entra nell’altra scheda, poi riprova.");
  }

  /** Ask the server how long is left (GET) or for more (POST); true when there is a session. Forms get a fresh token. */
  async ask(method) {
    const headers = { "X-CSRFToken": this.dialog.querySelector("[name=csrfmiddlewaretoken]").value };
    try {
      const answer = await fetch(this.address, { method, headers, redirect: "manual" });
      if (answer.status === 403 && method === "POST") {
        // Signed in again in another tab: the token of this page is of the session before.
        return this.ask("GET");
      }
      if (!answer.ok) return false;
      const { seconds, token } = await answer.json();
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
      this.extend(seconds);
      return true;
    } catch {
      return false;
    }
  }
}

function say(text) {
  const region = document.getElementById("avviso-dinamico");
  if (region) region.textContent = text;
}

const dialog = document.getElementById("sessione");
if (dialog) {
  const clock = new SessionClock(dialog);
  const [visit] = performance.getEntriesByType("navigation");
  // Come back with «Indietro»: the page may be older than the last sign-in, its forms need the token of today.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted || visit?.type === "back_forward") clock.ask("GET");
  });
}
