// Looks again while something is being worked out, and shows what is new in place: nobody is thrown back to the top of a page.
const EVERY_MS = 2000;

async function look() {
  try {
    const answer = await fetch(location.href);
    if (answer.redirected) {
      location.assign(answer.url);
      return;
    }
    if (answer.ok) {
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!next.querySelector('script[src="/static/again.js"]')) {
        location.reload();
        return;
      }
      const [now, then] = [document, next].map((page) => page.querySelector("main"));
      if (now.innerHTML !== then.innerHTML) now.replaceChildren(...then.childNodes);
    }
  } catch {
    // the server was stopped: it goes on when it is started again, and so does this page
  }
  setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
