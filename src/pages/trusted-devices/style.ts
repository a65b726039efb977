/** What trusted devices need beyond the rest of the style sheet. */
export const trustedDevicesStyle = `
.choice { display: flex; align-items: flex-start; gap: .75rem; }
.choice input { flex: none; width: 1.5rem; height: 1.5rem; margin: .0625rem 0; accent-color: var(--accent); }
.choice label { font-weight: 500; }
.devices { display: grid; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: .625rem; }
.devices li { display: flex; gap: .875rem; padding: 1rem; }
.devices li + li { border-top: 1px solid var(--line); }
.devices .icon { display: none; color: var(--soft); }
.device { flex: 1; min-width: 0; }
.device h2 { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .625rem; }
.device dl { display: grid; gap: .25rem 1rem; margin: .5rem 0 .75rem; font-size: .875rem; }
.device dt { color: var(--soft); }
.device dd { margin: 0; }
.device dl > div { display: grid; grid-template-columns: 6.75rem 1fr; gap: .75rem; }
.device .acts { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.25rem; }
.device p + .acts { margin-top: .75rem; }
.device details { border: 0; }
.device details[open] { flex: 1 1 100%; }
.device details form { margin-bottom: .5rem; padding-top: .25rem; }
@media (min-width: 32rem) {
  .devices .icon { display: block; }
  .device dl { grid-template-columns: 1fr 1fr; }
  .device dl > div { display: block; }
}
`
