/** What the administrators' pages need beyond the rest of the style sheet. */
export const administrationStyle = `
.card.broad { max-width: 60rem; }
.trail { display: flex; flex-wrap: wrap; gap: .25rem 1rem; font-size: .9375rem; }
.trail a { padding: .25rem 0; }
.search { flex-direction: row; flex-wrap: wrap; align-items: end; gap: .75rem; }
.search .field { flex: 1 1 12rem; }
.search .field.day { flex: 0 1 10rem; }
.search .button { width: auto; padding: .5rem 1.25rem; }
input.plain, select, textarea { width: 100%; min-height: 3rem; padding: .5rem .75rem; background: var(--card); color: var(--text); border: 1px solid var(--field); border-radius: .625rem; font: inherit; text-align: start; }
.form-part :is(select, textarea)[aria-invalid=true], input.plain[aria-invalid=true] { border-color: var(--bad); }
.fault { color: var(--bad); font-size: .875rem; font-weight: 600; }
select { text-overflow: ellipsis; }
:is(input.plain, select, textarea):disabled { background: var(--page); border-color: var(--line); color: var(--soft); opacity: 1; }
ul.list { display: grid; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: .625rem; }
.list li { display: grid; gap: .125rem .75rem; padding: .75rem 1rem; }
.list li + li { border-top: 1px solid var(--line); }
.list .name { font-weight: 600; padding: .25rem 0; }
.list.log li { overflow-wrap: anywhere; }
.list .badge { justify-self: start; }
.list.rows li { gap: .625rem .75rem; }
.badge.bad { background: var(--bad-soft); border-color: transparent; color: var(--bad); }
.part { display: grid; gap: .75rem; }
.part ol { margin: 0; padding-inline-start: 1.5rem; }
.search.tall { align-items: start; }
.search.tall .button { width: 100%; }
.pager { display: flex; justify-content: space-between; gap: 1rem; }
.pager a { padding: .5rem 0; }
.facts { display: grid; grid-template-columns: fit-content(48%) minmax(0, 1fr); gap: .375rem 1rem; margin: 0; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; }
.cures { display: grid; gap: 1rem; align-items: start; }
.cures > * { padding: 1rem; border: 1px solid var(--line); border-radius: .625rem; align-content: start; }
.cures form { margin-top: .75rem; }
.cures > * > .button { margin-top: .75rem; }
.issued { text-align: center; }
.issued code { display: block; font-size: 2rem; letter-spacing: .12em; user-select: all; }
fieldset.choices { display: grid; gap: .25rem; margin: 0; padding: 0; border: 0; min-width: 0; }
.choices legend { margin-bottom: .25rem; padding: 0; font-weight: 600; }
.option { display: flex; gap: .75rem; align-items: start; padding: .5rem 0; }
.option input { flex: none; width: 1.25rem; height: 1.25rem; margin: .125rem 0 0; accent-color: var(--accent); }
.short { max-width: 12rem; }
fieldset.as-is { display: flex; flex-direction: column; gap: 1rem; margin: 0; padding: 0; border: 0; min-width: 0; }
.form-part { display: grid; gap: 1.25rem; padding-top: 1rem; }
svg.coverage { display: block; width: 100%; height: 1.75rem; border-radius: .375rem; overflow: hidden; }
.list svg.coverage { height: .75rem; }
svg.coverage.swatch { width: 1rem; height: 1rem; }
.coverage .totp { fill: var(--accent); }
.coverage .email { fill: #2f9e8f; }
.coverage .sms { fill: #c98a1b; }
.coverage .none { fill: var(--line); }
.legend { display: grid; gap: .25rem; margin: 0; padding: 0; list-style: none; }
.legend li { display: grid; grid-template-columns: 1rem 1fr auto 3.5rem; gap: .625rem; align-items: center; }
.legend b, .legend .hint { text-align: end; font-variant-numeric: tabular-nums; }
@media (min-width: 48rem) {
  .facts { grid-template-columns: fit-content(55%) minmax(0, 1fr); column-gap: 1.25rem; }
  .list.people li { grid-template-columns: minmax(0, 5fr) minmax(0, 3fr) minmax(0, 3fr); align-items: center; }
  .list.rows li { grid-template-columns: 1fr auto; align-items: center; }
  .list.log li { grid-template-columns: minmax(0, 3fr) minmax(0, 6fr) minmax(0, 3fr); align-items: baseline; }
  .cures { grid-template-columns: 1fr 1fr; }
}
`
