// Follows a field that runs: asks how far it is every second, and opens the result when it is there.
const following = document.getElementById("following");
const share = document.getElementById("share");
const state = document.getElementById("state");

async function look() {
  try {
    const answer = await fetch(`/api/cohorts/${following.dataset.id}`);
    if (!answer.ok) throw new Error(String(answer.status));
    const one = await answer.json();
    if (one.state !== following.dataset.state) {
      location.reload();
      return;
    }
    share.value = one.share_frac;
    if (one.state === "running") state.textContent = state.textContent.replace(/, .*|$/, `, ${Math.round(100 * one.share_frac)} %`);
  } catch {
    // the server was stopped: it goes on when it is started again, and so does this page
  }
  setTimeout(look, 1000);
}

setTimeout(look, 500);
