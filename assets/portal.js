"use strict";
// Four small services that Streamlit's page does not offer. Loaded before Streamlit's own scripts.

// 1. The connection: say in Vietnamese when what is typed cannot be stored, and go to sign-in when the session ended.
(() => {
  const SESSION_ENDED = 4401;
  const leave = () => {
    const here = location.pathname + location.search;
    location.assign("/auth/sign-in?ended=1&next=" + encodeURIComponent(here));
  };
  const warn = (text) => {
    dispatchEvent(new CustomEvent("portal:connection", { detail: !text }));
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

// 3. At every field that stores itself: "đang lưu" while it is typed in, "đã lưu lúc 14:05" once the server has answered
//    for it, "chưa gửi được" while there is no connection. The server's answer is an element that the page draws.
//    What is not answered for is kept in this tab until it is: after a lost connection, a reload or a new sign-in it is
//    put back into its field, unless the field holds something else by then; then it is shown, and nothing overwritten.
(() => {
  const PATIENCE = 4000;
  const STORE = "portal-unsent";
  const fieldOf = (node) => node instanceof Element && node.closest('[class*="st-key-"]');
  const nameOf = (field) => [...field.classList].find((name) => name.startsWith("st-key-"));
  const classOf = (key) => "st-key-" + key.replace(/[^a-zA-Z0-9_-]/g, "-");
  const isOffline = () => document.getElementById("portal-offline") !== null;
  const say = (field, words) => { if (field) field.dataset.portalState = words; };
  const unsent = () => JSON.parse(sessionStorage.getItem(STORE) || "{}");
  const keep = (kept) => sessionStorage.setItem(STORE, JSON.stringify(kept));
  const forget = (name) => { const kept = unsent(); delete kept[name]; keep(kept); };
  const before = new WeakMap();

  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("input, textarea")) before.set(event.target, event.target.value);
  });
  document.addEventListener("input", (event) => {
    const box = event.target, field = fieldOf(box);
    if (!field || field.closest('[data-testid="stForm"]') || !box.matches("textarea, input[type=text]")) return;
    if (box.getAttribute("role") === "combobox" || !nameOf(field).startsWith("st-key-meeting-")) return;
    const kept = unsent(), name = nameOf(field);
    kept[name] = { base: kept[name] ? kept[name].base : before.get(box) ?? "", text: box.value, at: Date.now() };
    keep(kept);
    say(field, isOffline() ? "chưa gửi được" : "đang lưu…");
  });

  let answered = "";
  const hear = () => {
    const mark = document.querySelector(".portal-answer");
    if (!mark || !mark.dataset.key || mark.dataset.at + mark.dataset.key === answered) return;
    answered = mark.dataset.at + mark.dataset.key;
    const name = classOf(mark.dataset.key), field = document.getElementsByClassName(name)[0];
    forget(name);
    const box = field && field.querySelector("textarea, input");
    if (box) before.set(box, box.value);
    say(field, mark.dataset.state === "saved" ? "đã lưu lúc " + mark.dataset.time : "chưa lưu được");
  };
  addEventListener("portal:connection", (event) => {
    for (const name of Object.keys(unsent())) {
      say(document.getElementsByClassName(name)[0], event.detail ? "đang lưu…" : "chưa gửi được");
    }
  });
  new MutationObserver(hear).observe(document, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-at"],
  });

  const type = (box, text) => {
    const kind = box instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const show = (name, text) => {
    forget(name);
    const note = document.createElement("dialog");
    note.className = "portal-unsent";
    const words = document.createElement("p"), copy = document.createElement("textarea"), close = document.createElement("button");
    words.textContent = "Mục này đã có nội dung khác được lưu trong lúc đồng chí mất kết nối. Phần đồng chí đã gõ mà chưa gửi được:";
    copy.value = text;
    copy.readOnly = true;
    close.textContent = "Đóng";
    close.addEventListener("click", () => note.remove());
    note.append(words, copy, close);
    document.body.append(note);
    note.showModal();
  };
  setInterval(() => {
    if (isOffline() || !document.querySelector('[data-test-script-state="notRunning"]')) return;
    for (const [name, { base, text, at }] of Object.entries(unsent())) {
      const field = document.getElementsByClassName(name)[0];
      const box = field && field.querySelector("textarea, input");
      if (!box || Date.now() - at < PATIENCE) continue;
      if (box.value === base || box.value === text) type(box, text); else show(name, text);
    }
  }, 1000);
})();

// 4. Links to our own plain pages and files stay in this tab.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest('a[href^="/auth/"], a[href^="/downloads/"], a[href^="/files/"]');
  if (link) { event.preventDefault(); event.stopPropagation(); location.assign(link.getAttribute("href")); }
}, true);
