/** What a trusted device's cookie says, before anybody has checked it. */
export interface DeviceCookie {
  /** The device: the series of its cookies. */
  readonly id: string
  /** Which cookie of the series it is. */
  readonly counter: number
  /** Base64url. */
  readonly secret: string
}

const TEXT = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(0|[1-9]\d{0,8})\.([\w-]{43})$/

/** The text that a cookie carries beside its seal. */
export function deviceCookieText({ id, counter, secret }: DeviceCookie): string {
  return `${id}.${counter}.${secret}`
}

/** Takes a text of `deviceCookieText` apart; null for anything else. */
export function parseDeviceCookie(text: string): DeviceCookie | null {
  const [, id, counter, secret] = TEXT.exec(text) ?? []
  return id === undefined || counter === undefined || secret === undefined
    ? null
    : { id, counter: Number(counter), secret }
}
