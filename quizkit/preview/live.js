(() => {
  const { version } = document.currentScript.dataset;
  const kept = `quizkit ${location.pathname}`;
  const folds = () => [...document.querySelectorAll("details.qk-fold")];
  const nameOf = (fold) => {
    const question = fold.closest("[id]");
    const place = [...question.querySelectorAll("details.qk-fold")].indexOf(fold);
    return `${question.id} ${place}`;
  };
  addEventListener("DOMContentLoaded", () => {
    const open = new Set(JSON.parse(sessionStorage.getItem(kept) ?? "[]"));
    for (const fold of folds()) fold.open = open.has(nameOf(fold));
  });
  addEventListener("pagehide", () => {
    const open = folds().filter((fold) => fold.open).map(nameOf);
    sessionStorage.setItem(kept, JSON.stringify(open));
  });
  // A change is shown once it has stood for two looks: an editor may still be writing.
  let last = version;
  const look = async () => {
    try {
      const answer = await fetch(`/version${location.pathname}`, { cache: "no-store" });
      const now = answer.ok ? await answer.text() : version;
      if (now !== version && now === last) return location.reload();
      last = now;
      document.getElementById("qk-gone").hidden = true;
    } catch {
      document.getElementById("qk-gone").hidden = false;
    }
    setTimeout(look, document.hidden ? 2000 : 300);
  };
  setTimeout(look, 300);
})();
