import { type Browser, chromium } from 'playwright-core'

/** Opens a headless Chromium: `/usr/bin/chromium`, or the program that `CHROMIUM` names. Close it after use. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
