// Colours and layout, inside the shadow root.

const CSS = `
:host { all: initial; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.root {
  all: initial; display: block;
  --surface: #ffffff; --page: #f6f8f7; --ink: #17211c; --muted: #5a6761; --line: #e2e8e5; --bot: #ffffff;
  --agent: #fdf6e9; --agent-line: #ecdcb9; --agent-ink: #7a5410; --danger: #b3261e; --good: #1f7a4d;
  --accent-text: var(--accent-on-light); --tint: color-mix(in srgb, var(--accent) 9%, var(--surface));
  --shadow: 0 1px 2px rgb(16 32 26 / .06), 0 12px 40px rgb(16 32 26 / .18);
  font: 400 15px/1.5 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "PingFang SC",
    "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
  color: var(--ink); color-scheme: light; -webkit-font-smoothing: antialiased; text-align: start;
}
@media (prefers-color-scheme: dark) {
  .root:not(.light) {
    --surface: #1a201d; --page: #131816; --ink: #e9efec; --muted: #9fada6; --line: #2c3531; --bot: #212925;
    --agent: #2c2619; --agent-line: #4c4026; --agent-ink: #e9c987; --danger: #ff9c93; --good: #7fd6a8;
    --accent-text: var(--accent-on-dark); --tint: color-mix(in srgb, var(--accent) 26%, var(--surface));
    --shadow: 0 0 0 1px rgb(255 255 255 / .06), 0 16px 48px rgb(0 0 0 / .55); color-scheme: dark;
  }
}
button, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
button { cursor: pointer; border: 0; background: none; padding: 0; -webkit-tap-highlight-color: transparent; }
button:disabled { cursor: default; }
:focus { outline: none; }
:focus-visible { outline: 2px solid var(--accent-text); outline-offset: 2px; }
.icon { width: 22px; height: 22px; display: block; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.icon-dots { stroke-width: 2.8; }
.icon-spark { fill: currentColor; stroke: none; }
.hush { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.launcher {
  position: fixed; z-index: 2147483000; bottom: calc(20px + env(safe-area-inset-bottom)); width: 60px; height: 60px;
  border-radius: 50%; background: var(--accent); color: var(--accent-ink); display: grid; place-items: center;
  box-shadow: 0 2px 6px rgb(16 32 26 / .18), 0 8px 24px rgb(16 32 26 / .24); transition: transform .18s ease, box-shadow .18s ease;
}
.launcher:hover { transform: translateY(-2px); box-shadow: 0 4px 10px rgb(16 32 26 / .2), 0 14px 32px rgb(16 32 26 / .28); }
.launcher:focus-visible { outline: 3px solid var(--accent-text); outline-offset: 3px; }
.launcher .icon { width: 28px; height: 28px; grid-area: 1 / 1; transition: opacity .15s ease, transform .2s ease; }
.launcher .icon-down, .open .launcher .icon-chat { opacity: 0; transform: scale(.6) rotate(-20deg); }
.open .launcher .icon-down { opacity: 1; transform: none; }
.right .launcher { right: calc(20px + env(safe-area-inset-right)); }
.left .launcher { left: calc(20px + env(safe-area-inset-left)); }
.badge {
  position: absolute; top: -3px; right: -3px; min-width: 22px; height: 22px; padding: 0 6px; border-radius: 11px; display: grid;
  place-items: center; background: #c8382d; color: #fff; font-size: 12px; font-weight: 650; line-height: 1; border: 2px solid var(--surface);
}

.panel {
  position: fixed; z-index: 2147483001; bottom: calc(94px + env(safe-area-inset-bottom)); width: min(392px, 100vw - 32px);
  height: min(660px, 100dvh - 118px); display: flex; flex-direction: column; overflow: hidden; border-radius: 20px;
  background: var(--page); box-shadow: var(--shadow); animation: rise .22s cubic-bezier(.2, .8, .25, 1);
}
.right .panel { right: calc(20px + env(safe-area-inset-right)); transform-origin: bottom right; }
.left .panel { left: calc(20px + env(safe-area-inset-left)); transform-origin: bottom left; }
@keyframes rise { from { opacity: 0; transform: translateY(14px) scale(.98); } }

header { display: flex; align-items: center; gap: 12px; padding: 14px 10px 14px 16px; background: var(--accent); color: var(--accent-ink); position: relative; z-index: 3; }
header :focus-visible { outline-color: currentColor; outline-offset: -2px; }
.face { flex: none; width: 40px; height: 40px; border-radius: 50%; display: grid; place-items: center; background: color-mix(in srgb, var(--accent-ink) 16%, transparent); }
.names { flex: 1; min-width: 0; }
.title { margin: 0; font-size: 16px; font-weight: 650; line-height: 1.3; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.status { display: flex; align-items: center; gap: 7px; font-size: 13px; line-height: 1.35; }
.status::before { content: ""; flex: none; width: 8px; height: 8px; border-radius: 50%; background: #d5dbd8; box-shadow: 0 0 0 2px rgb(0 0 0 / .12); }
.status span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.status.online::before { background: #6ee7a8; } .status.offline::before { background: #ffb454; animation: pulse 1.4s infinite; }
.status.connecting::before { background: #ffe08a; animation: pulse 1.4s infinite; } .status.refused::before { background: #ff8b80; }
@keyframes pulse { 50% { opacity: .35; } }
.tool { flex: none; width: 38px; height: 38px; border-radius: 11px; display: grid; place-items: center; }
.tool:hover { background: color-mix(in srgb, var(--accent-ink) 14%, transparent); }
.menu-list {
  position: absolute; top: calc(100% - 4px); right: 12px; min-width: 196px; padding: 6px; border-radius: 14px; background: var(--surface);
  color: var(--ink); box-shadow: var(--shadow); animation: rise .14s ease;
}
.menu-list button { display: block; width: 100%; padding: 10px 12px; border-radius: 9px; text-align: start; font-size: 14px; }
.menu-list button:hover:not(:disabled), .menu-list button:focus-visible { background: var(--tint); }
.menu-list :focus-visible { outline-color: var(--accent-text); }
.menu-list button:disabled { color: var(--muted); opacity: .6; }

.middle { position: relative; flex: 1; min-height: 0; display: flex; }
.scroller { flex: 1; min-width: 0; overflow-y: auto; overscroll-behavior: contain; padding: 18px 16px 14px; scrollbar-width: thin; scrollbar-color: var(--line) transparent; }
.log, .tail { display: flex; flex-direction: column; }
.log:focus-visible { outline-offset: 8px; border-radius: 4px; }

.hello { padding: 18px 4px 10px; text-align: center; }
.hello .face { margin: 0 auto 14px; width: 56px; height: 56px; background: var(--tint); color: var(--accent-text); }
.hello .face .icon { width: 28px; height: 28px; }
.hello h2 { margin: 0 0 6px; font-size: 20px; font-weight: 650; letter-spacing: -.01em; line-height: 1.3; }
.hello p { margin: 0 auto; max-width: 30em; color: var(--muted); font-size: 14px; text-wrap: balance; }

.line { margin: 14px 12px 4px; text-align: center; color: var(--muted); font-size: 12.5px; line-height: 1.45; text-wrap: balance; overflow-wrap: anywhere; }
.line.day { margin: 2px 0 8px; font-size: 12px; font-weight: 600; }
.line + .line { margin-top: 6px; }
.received:empty { display: none; } .received { margin-top: 10px; }
.msg { display: grid; max-width: 86%; margin-top: 14px; justify-items: start; align-self: flex-start; }
.msg.grouped { margin-top: 4px; }
.msg .who { margin: 0 0 4px 2px; font-size: 12px; font-weight: 600; color: var(--muted); }
.msg.grouped .who, .msg.followed .meta { display: none; }
.bubble {
  max-width: 100%; padding: 9px 13px; border-radius: 16px; background: var(--bot); border: 1px solid var(--line); overflow-wrap: anywhere;
  white-space: pre-wrap; unicode-bidi: plaintext; text-align: start;
}
.bubble a { color: var(--accent-text); text-underline-offset: 2px; }
.bot .bubble, .agent .bubble { border-end-start-radius: 5px; }
.agent .bubble { background: var(--agent); border-color: var(--agent-line); }
.agent .who { color: var(--agent-ink); }
.customer { align-self: flex-end; justify-items: end; }
.customer .bubble { background: var(--accent); color: var(--accent-ink); border-color: transparent; border-end-end-radius: 5px; }
.customer .bubble a { color: inherit; }
.customer .bubble a:focus-visible { outline-color: currentColor; }
.meta { display: flex; align-items: center; gap: 5px; margin: 4px 3px 0; font-size: 11.5px; color: var(--muted); font-variant-numeric: tabular-nums; }
.meta .state { min-width: 1em; text-align: center; }
.msg.kept .state { color: var(--good); }
.msg.sending .bubble { opacity: .72; }
.msg.failed .bubble { background: transparent; color: var(--ink); border: 1px solid var(--danger); }
.msg.failed .meta { display: flex; color: var(--danger); flex-wrap: wrap; justify-content: end; }
.retry { color: var(--danger); font-weight: 650; text-decoration: underline; text-underline-offset: 2px; padding: 2px; }
.draft .bubble::after { content: ""; display: inline-block; width: 7px; height: 1em; margin-inline-start: 3px; vertical-align: -2px; border-radius: 2px; background: var(--accent-text); animation: pulse 1s infinite; }

.typing { display: flex; align-items: center; gap: 5px; align-self: flex-start; margin-top: 14px; padding: 13px 14px; border: 1px solid var(--line); border-radius: 16px; border-end-start-radius: 5px; background: var(--bot); }
.typing i { width: 7px; height: 7px; border-radius: 50%; background: var(--muted); animation: hop 1.2s infinite ease-in-out; }
.typing i:nth-child(2) { animation-delay: .15s; } .typing i:nth-child(3) { animation-delay: .3s; }
@keyframes hop { 0%, 60%, 100% { transform: none; opacity: .45; } 30% { transform: translateY(-4px); opacity: 1; } }

.replies { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 8px; margin-top: 14px; }
.hello-replies { flex-direction: column; align-items: stretch; padding: 6px 0 4px; }
.reply {
  max-width: 100%; padding: 8px 14px; min-height: 38px; border-radius: 19px; background: var(--surface); color: var(--accent-text); font-size: 14px; font-weight: 500;
  border: 1px solid color-mix(in srgb, var(--accent-text) 45%, transparent); overflow-wrap: anywhere; line-height: 1.4; transition: background .12s ease;
}
.reply:hover { background: var(--tint); }

.survey { margin: 18px 0 4px; padding: 16px; border-radius: 16px; background: var(--surface); border: 1px solid var(--line); text-align: center; }
.survey h3 { margin: 0; font-size: 15.5px; font-weight: 650; }
.survey p { margin: 2px 0 0; color: var(--muted); font-size: 13px; }
.stars { display: flex; justify-content: center; gap: 2px; margin: 10px 0 2px; }
.star { padding: 5px; border-radius: 12px; color: var(--muted); transition: transform .12s ease; }
.star .icon { width: 30px; height: 30px; stroke-width: 1.5; }
.star:hover { transform: scale(1.1); }
.star.on { color: #b97a08; } .star.on .icon { fill: #f2b632; stroke: #b97a08; }
.score-name { min-height: 1.5em; font-size: 13px; font-weight: 600; }
.survey textarea { display: block; width: 100%; min-height: 64px; margin: 8px 0 12px; padding: 9px 12px; border-radius: 12px; border: 1px solid color-mix(in srgb, var(--muted) 55%, transparent); background: var(--page); resize: none; font-size: 14px; outline-offset: -1px !important; }
.primary { width: 100%; min-height: 42px; padding: 8px 16px; border-radius: 12px; background: var(--accent); color: var(--accent-ink); font-weight: 600; font-size: 14.5px; }
.primary:hover:not(:disabled) { filter: brightness(1.08); }
.primary:is(:disabled, [aria-disabled]) { background: var(--line); color: var(--muted); }
.thanks { display: flex; align-items: center; justify-content: center; gap: 8px; font-weight: 600; font-size: 14.5px; }
.thanks .icon { width: 22px; height: 22px; fill: #f2b632; color: #b97a08; }

.pill { position: absolute; bottom: 10px; left: 50%; transform: translateX(-50%); display: flex; align-items: center; gap: 5px; padding: 7px 14px 7px 10px; border-radius: 18px; background: var(--ink); color: var(--page); font-size: 13px; font-weight: 600; box-shadow: 0 4px 16px rgb(0 0 0 / .22); white-space: nowrap; }
.pill .icon { width: 18px; height: 18px; }

footer { padding: 10px 12px calc(12px + env(safe-area-inset-bottom)); background: var(--surface); border-top: 1px solid var(--line); }
.box { display: flex; align-items: flex-end; gap: 6px; padding: 4px 4px 4px 14px; border-radius: 22px; border: 1px solid color-mix(in srgb, var(--muted) 50%, transparent); background: var(--page); transition: border-color .12s ease; }
.box:focus-within { border-color: var(--accent-text); box-shadow: 0 0 0 1px var(--accent-text); }
.box textarea { flex: 1; min-width: 0; height: 36px; max-height: 126px; padding: 7px 0; border: 0; outline: 0; background: none; resize: none; line-height: 22px; font-size: 15px; overflow-y: auto; scrollbar-width: thin; }
textarea::placeholder { color: var(--muted); opacity: 1; }
.go { flex: none; width: 36px; height: 36px; border-radius: 50%; display: grid; place-items: center; background: var(--accent); color: var(--accent-ink); transition: opacity .12s ease, background .12s ease; }
.go:disabled { background: var(--line); color: var(--muted); }
.go .icon { width: 20px; height: 20px; stroke-width: 2.2; }
.counter { padding: 5px 14px 0; font-size: 12px; color: var(--muted); text-align: end; font-variant-numeric: tabular-nums; }
.counter.over { color: var(--danger); font-weight: 600; }

@media ${NARROW} {
  .panel { inset: 0 !important; top: var(--view-top, 0px) !important; bottom: auto !important; width: 100%; height: var(--view-height, 100dvh); border-radius: 0; }
  header { padding-top: calc(12px + env(safe-area-inset-top)); }
  .box textarea { font-size: 16px; }
  .open .launcher { display: none; }
}
@media (max-height: 560px) {
  .panel { bottom: 8px; height: calc(100dvh - 16px); }
  .open .launcher { display: none; }
  header { padding-block: 8px; }
  .hello { padding-top: 0; } .hello .face { display: none; }
}
@media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation: none !important; transition: none !important; } }
@media (forced-colors: active) { .bubble, .reply, .launcher, .go { border: 1px solid; } }
`;
