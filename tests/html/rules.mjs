// What html-validate looks for in the served pages: all that it recommends, but for these.
export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {
    // Lower case, as everything else here; the standard allows both.
    "doctype-style": ["error", { style: "lowercase" }],
    // A checksum guards what another host serves, and nothing may come from another host.
    "require-sri": ["error", { target: "crossorigin" }],
    // Events of the timeline are known by names that begin with their date; the standard allows any id without spaces.
    "valid-id": ["error", { relaxed: true }],
    // A button of a form sends it by default, as the standard says, and so do ours.
    "no-implicit-button-type": "off",
  },
};
