/** What connected accounts need beyond the rest of the style sheet; they are listed as trusted devices are. */
export const linkedAccountsStyle = `
.offered { display: grid; gap: .75rem; }
`
