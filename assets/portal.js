"use strict";
// Three small services that Streamlit's page does not offer. Loaded before Streamlit's own scripts.

// 1. The connection: say in Vietnamese when what is typed cannot be stored, and go to sign-in when the session ended.
(() => {
  const SESSION_ENDED = 4401;
  const leave = () => {
    const here = location.pathname + location.search;
    location.assign("/auth/sign-in?ended=1&next=" + encodeURIComponent(here));
  };
  const warn = (text) => {
    let bar = document.getElementById("portal-offline");
    if (!text) { if (bar) bar.remove(); return; }
    if (!bar) {
      bar = document.createElement("div");
      bar.id = "portal-offline";
      bar.setAttribute("role", "alert");
      document.body.append(bar);
    }
    bar.textContent = text;
  };
  let leaving = false;
  addEventListener("beforeunload", () => { leaving = true; });
  const closed = async (event) => {
    if (leaving) return;
    if (event.code === SESSION_ENDED) { leave(); return; }
    warn("Mất kết nối: phần vừa gõ chưa gửi được. Cổng đang tự kết nối lại…");
    try {
      const answer = await fetch("/auth/alive", { cache: "no-store" });
      if (answer.status === 401) leave();
    } catch (error) {
      console.info("portal: offline", error);
    }
  };
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      this.addEventListener("close", closed);
      this.addEventListener("open", () => warn(""));
    }
  };
})();

// 2. Write-through of long texts: Streamlit sends a text area on leaving it or on Ctrl+Enter, so press that
//    for the person after a pause in typing.
(() => {
  const PAUSE = 1000;
  const timers = new WeakMap();
  const commit = (area) => area.dispatchEvent(
    new KeyboardEvent("keydown", { key: "Enter", code: "Enter", ctrlKey: true, bubbles: true, cancelable: true })
  );
  document.addEventListener("input", (event) => {
    const area = event.target;
    if (!(area instanceof HTMLTextAreaElement) || !area.closest('[data-testid="stTextArea"]')) return;
    if (area.closest('[data-testid="stForm"]')) return;
    clearTimeout(timers.get(area));
    timers.set(area, setTimeout(() => commit(area), PAUSE));
  });
})();

// 3. Links to our own plain pages and files stay in this tab.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest('a[href^="/auth/"], a[href^="/downloads/"], a[href^="/files/"]');
  if (link) { event.preventDefault(); event.stopPropagation(); location.assign(link.getAttribute("href")); }
}, true);
