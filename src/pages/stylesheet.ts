import { administrationStyle } from './administration/style.js'
import { linkedAccountsStyle } from './linked-accounts/style.js'
import { trustedDevicesStyle } from './trusted-devices/style.js'

/** The one style sheet: phone first, light and dark, no images and no fonts to load. */
export const stylesheet = `
:root {
  color-scheme: light dark;
  --page: #f3f5f8;
  --card: #fff;
  --line: #dde2ea;
  --field: #7c879a;
  --text: #1a2230;
  --soft: #566074;
  --accent: #1f5fd6;
  --accent-strong: #184cae;
  --accent-soft: #eaf1fe;
  --on-accent: #fff;
  --good: #10693c;
  --good-soft: #e5f5ec;
  --warn: #7a4b00;
  --warn-soft: #fdf3dc;
  --bad: #b3261e;
  --bad-soft: #fdecea;
  --shadow: 0 1px 2px rgb(16 24 40 / .05), 0 12px 32px -8px rgb(16 24 40 / .1);
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #10141b;
    --card: #1a202a;
    --line: #313a48;
    --field: #76839a;
    --text: #e9edf4;
    --soft: #a5b0c2;
    --accent: #8ab4ff;
    --accent-strong: #aecbff;
    --accent-soft: #212f4a;
    --on-accent: #0c1a33;
    --good: #7ddba6;
    --good-soft: #17301f;
    --warn: #f3c969;
    --warn-soft: #362b12;
    --bad: #ff9f96;
    --bad-soft: #3b1c1b;
    --shadow: none;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  display: flex;
  flex-direction: column;
  min-height: 100vh;
  min-height: 100dvh;
  margin: 0;
  padding: 1.25rem 1rem 2rem;
  background: var(--page);
  color: var(--text);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Hiragino Sans",
    "Noto Sans CJK JP", "Noto Sans JP", "Yu Gothic UI", Meiryo, sans-serif;
  line-break: strict;
  overflow-wrap: anywhere;
}
h1, h2, p, ul, ol, figure { margin: 0; }
ul:not([class]) { display: grid; gap: .375rem; padding-inline-start: 1.25rem; }
h1, p, li, label, dd { text-wrap: pretty; }
h1 { font-size: 1.5rem; line-height: 1.3; font-weight: 650; letter-spacing: -.01em; }
h2 { font-size: 1rem; font-weight: 600; }
:lang(ja) :is(h1, h2, label, dt, .button) { word-break: auto-phrase; }
:lang(ja) h1 { letter-spacing: 0; font-size: 1.375rem; }
a { color: var(--accent); text-underline-offset: .2em; }
a:hover { color: var(--accent-strong); }
code { font: 1rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, "Roboto Mono", "DejaVu Sans Mono", monospace; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .25rem; }

.top, .bottom { width: 100%; max-width: 28rem; margin: 0 auto; text-align: center; }
.top { margin-top: auto; padding: 0 0 1rem; }
.application { font-weight: 600; }
.bottom { margin-bottom: auto; padding: 1.25rem 0; color: var(--soft); font-size: .875rem; }
.bottom a { display: inline-block; padding: .5rem; }
.card {
  display: flex;
  flex-direction: column;
  gap: 1rem;
  width: 100%;
  max-width: 28rem;
  margin: 0 auto;
  padding: 1.75rem 1.25rem;
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 1rem;
  box-shadow: var(--shadow);
}
.card.wide { max-width: 36rem; }
.lead { color: var(--soft); }
.hint { color: var(--soft); font-size: .875rem; }
.centred, .aside, [role=timer] { text-align: center; }
.aside a { display: inline-block; padding: .5rem; }
.reason { padding: .75rem 1rem; background: var(--page); border-radius: .625rem; color: var(--soft); font-size: .9375rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.printed { display: none; }
.icon { flex: none; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
.icon.list { stroke-width: 2; }

form { display: flex; flex-direction: column; gap: 1rem; }
.field { display: flex; flex-direction: column; gap: .5rem; }
.field .notice { margin-bottom: .5rem; }
label { font-weight: 600; }
input[type=text], input[type=tel], input[type=email] {
  width: 100%;
  min-height: 3.5rem;
  padding: .5rem .75rem;
  background: var(--card);
  color: var(--text);
  border: 1px solid var(--field);
  border-radius: .625rem;
  font: 1.25rem/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, "Roboto Mono", "DejaVu Sans Mono", monospace;
  text-align: center;
}
input.digits { font-size: 1.75rem; letter-spacing: .3em; padding-left: 1.05em; }
input.plain { min-height: 2.75rem; font: inherit; text-align: start; }
input[aria-invalid=true] { border-color: var(--bad); }
input:is([type=text], [type=tel], [type=email]):focus-visible { outline-offset: 0; border-color: transparent; border-radius: .625rem; }
.button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  gap: .5rem;
  width: 100%;
  min-height: 3rem;
  padding: .5rem .75rem;
  background: var(--card);
  color: var(--accent);
  border: 1px solid var(--line);
  border-radius: .625rem;
  font: inherit;
  font-weight: 600;
  text-align: center;
  text-decoration: none;
  cursor: pointer;
}
.button:hover { background: var(--accent-soft); border-color: var(--accent); color: var(--accent-strong); }
.button:focus-visible { border-radius: .625rem; }
.button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.button.primary:hover { background: var(--accent-strong); border-color: var(--accent-strong); }
.button.danger { color: var(--bad); }
.button.danger:hover { background: var(--bad-soft); border-color: var(--bad); }
.button.dangerous, .button.dangerous:hover { background: var(--bad); border-color: var(--bad); color: var(--card); }
.button.small { width: auto; align-self: flex-start; min-height: 2.75rem; padding: .25rem 1rem; }
.button:disabled { opacity: .6; cursor: default; }
.buttons { display: grid; gap: .75rem; }
summary { padding: .75rem 0; color: var(--accent); font-weight: 600; cursor: pointer; }
details { border-top: 1px solid var(--line); }
details a, .centred a { display: inline-block; padding: .25rem 0; }
details form { gap: .75rem; margin-bottom: 1.25rem; }
details p { margin-bottom: .75rem; color: var(--soft); font-size: .9375rem; }
details form p { margin: 0; }

.notice { display: flex; gap: .75rem; padding: .75rem 1rem; border-radius: .625rem; font-size: .9375rem; }
.notice a { display: inline-block; padding: .25rem 0; color: inherit; }
.notice.info { background: var(--accent-soft); }
.notice.info .icon { color: var(--accent); }
.notice.done { background: var(--good-soft); color: var(--good); }
.notice.warning { background: var(--warn-soft); color: var(--warn); }
.notice.problem { background: var(--bad-soft); color: var(--bad); }
.emblem { color: var(--warn); }
.emblem .icon { width: 3rem; height: 3rem; }

.row { display: grid; grid-template-columns: 1.5rem 1fr auto; gap: .25rem .875rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
.row > .icon { color: var(--soft); }
.row > .icon.secured { color: var(--good); }
.row .rest { display: contents; }
.row .rest > * { grid-column: 2 / -1; }
.row .rest .button, .row .rest .notice { margin-top: .5rem; }
.row .rest .button { justify-self: start; }
.row .rest .primary { width: auto; padding: .5rem 1.25rem; }
.row.last { display: block; }
.row.last .hint { margin-top: .5rem; }
.badge { display: inline-block; padding: .0625rem .625rem; background: var(--page); border: 1px solid var(--line); border-radius: 1rem; color: var(--soft); font-size: .875rem; font-weight: 600; }
.badge.on { background: var(--good-soft); border-color: transparent; color: var(--good); }

.two-factor-invitation { display: grid; gap: .75rem; padding: 1.25rem; background: var(--accent-soft); border-radius: .625rem; }

.steps { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; list-style: none; color: var(--soft); font-size: .875rem; }
.steps li { display: flex; align-items: center; gap: .5rem; }
.steps [aria-current] { color: var(--text); font-weight: 600; }
.number { display: grid; place-items: center; width: 1.625rem; height: 1.625rem; border: 1px solid var(--field); border-radius: 50%; font-size: .8125rem; }
.steps .done .number { background: var(--good-soft); border-color: var(--good); color: var(--good); }
.steps [aria-current] .number { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }

.apps { padding: 0; list-style: none; border: 1px solid var(--line); border-radius: .625rem; }
.apps li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; padding: .25rem 1rem; }
.apps li + li { border-top: 1px solid var(--line); }
.apps .name { font-weight: 600; padding: .5rem 0; }
.apps a { display: inline-block; padding: .6rem .5rem; font-size: .9375rem; }
.apps .links { margin: 0 -.5rem; }
.touch { display: none; }
.touch .button { background: var(--accent-soft); border-color: transparent; }
.scan, .by-key, .onwards { display: grid; gap: 1rem; }
.scan figure { text-align: center; }
.qr { display: block; width: 15rem; height: 15rem; margin: 0 auto .75rem; background: #fff; border: 1px solid var(--line); border-radius: .75rem; }
.key { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .75rem; padding: .75rem 1rem; background: var(--page); border-radius: .625rem; }
.key code { flex: 1 1 12rem; user-select: all; overflow-wrap: break-word; }
.codes { display: grid; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: .625rem; overflow: hidden; }
.codes li { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 .75rem; padding: .5rem 1rem; border-top: 1px solid var(--line); margin-top: -1px; }
.codes code { font-size: .9375rem; white-space: nowrap; }
.codes .used code, .codes .used > span:first-child { color: var(--soft); text-decoration: line-through; }

.activity { display: grid; gap: .75rem; margin: 1rem 0 0; padding: 0; list-style: none; }
.activity li { display: grid; overflow-wrap: anywhere; }
.alternative { display: grid; gap: .75rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
@media (pointer: coarse) {
  .touch { display: grid; gap: .75rem; }
  .scan { order: 1; padding-top: 1.25rem; border-top: 1px solid var(--line); }
  .onwards { order: 2; }
}
@media (min-width: 32rem) {
  .card { padding: 2.25rem 2.25rem 2rem; }
  .buttons { grid-auto-columns: 1fr; grid-auto-flow: column; }
  .codes { grid-template-columns: 1fr 1fr; }
  .codes li { flex-direction: column; }
  .codes li:nth-child(even) { border-inline-start: 1px solid var(--line); }
}
@media (forced-colors: active) {
  .button.primary, .badge, .notice { border: 1px solid; }
}
@media print {
  .buttons, .button, form, .notice, .lead, .bottom { display: none !important; }
  .printed { display: block; }
  body { background: none; }
  .card { border: 0; box-shadow: none; }
}
${trustedDevicesStyle}${linkedAccountsStyle}${administrationStyle}`
