// The chat widget: one self-contained script that puts <chat-widget> on any page. The wire: docs/protocol.md.
(() => {
  "use strict";
  if (customElements.get("chat-widget")) return;

  const SCRIPT = document.currentScript;
  const MAX_TEXT = 4000;
  const COUNTER_FROM = 3600;
  const GAP_PATIENCE = 4_000;
  const GROUP_WITHIN = 3 * 60_000;
  const SILENCE = 2_500;
  // What a draft ends with beside the reply itself: nobody will finish it.
  const DRAFT_ENDS = new Set(["escalated", "agent_joined", "agent_left", "queue_left", "conversation_closed"]);
  const NARROW = "(max-width: 480px)";

  // include widget/strings.js
  // include widget/helpers.js
  // include widget/storage.js
  // include widget/connection.js
  // include widget/session.js
  // include widget/style.js
  // include widget/messages.js
  // include widget/composer.js
  // include widget/survey.js
  // include widget/view.js
  // include widget/element.js

  function appendUnlessThere() {
    if (!document.querySelector("chat-widget")) document.body.append(document.createElement("chat-widget"));
  }

  customElements.define("chat-widget", ChatWidget);
  if (document.body) appendUnlessThere();
  else addEventListener("DOMContentLoaded", appendUnlessThere);
})();
