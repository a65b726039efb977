/** Short facts on one line, each kept together with the dot after it: no line begins with a dot. What is empty is left out. */
export function sideBySide(...facts: readonly (string | false | null | undefined)[]): string {
  return facts.filter((fact) => fact).join('\u00a0· ')
}
