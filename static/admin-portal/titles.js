// While a title is typed: the address part that is made from it, until an editor types one, and records that have the
// same title. Without this script the address is made when the record is saved, and doubles are found at submission.

const PAUSE = 300; // milliseconds without a key before the server is asked

function accompany(title) {
  const slug = title.form.querySelector("#id_slug");
  const warning = document.createElement("p");
  warning.className = "same-titles";
  warning.setAttribute("role", "status");
  title.closest(".flex-container, .form-row").after(warning);
  let timer, request;
  let isTyped = slug?.value !== "";

  async function ask() {
    request?.abort();
    request = new AbortController();
    const query = new URLSearchParams({ title: title.value, record: title.dataset.suggestRecord });
    try {
      const response = await fetch(`${title.dataset.suggest}?${query}`, { signal: request.signal });
      if (response.ok) show(await response.json());
    } catch {
      // Asked anew meanwhile, or no network: nothing is suggested.
    }
  }

  function show(found) {
    if (slug && !isTyped) slug.value = found.slug;
    warning.replaceChildren(...(found.same.length ? sentence(title.dataset.suggestSame, found.same) : []));
  }

  title.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  slug?.addEventListener("input", () => { isTyped = slug.value.trim() !== ""; });
  slug?.addEventListener("change", () => { if (!isTyped) ask(); });
}

function sentence(said, records) {
  const links = records.map(({ title, url }) => (url ? linkTo(url, title) : `“${title}”`));
  return [said, ...links.flatMap((link, index) => (index ? ["、", link] : [link])), "。"];
}

// Opened beside the form, so that nothing typed is lost.
function linkTo(url, title) {
  const link = document.createElement("a");
  return Object.assign(link, { href: url, textContent: `“${title}”`, target: "_blank", title: "在新窗口打开" });
}

document.querySelectorAll("[data-suggest]").forEach(accompany);
