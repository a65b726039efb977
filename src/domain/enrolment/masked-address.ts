/** A mail address as its owner recognises it and nobody else learns it: `f••d@example.com`. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@')
  const [first = '', ...rest] = [...address.slice(0, at)]
  const last = rest.length > 1 ? rest.at(-1) : ''
  return `${first}••${last}${address.slice(at)}`
}
