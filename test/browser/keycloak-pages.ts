import type { Page } from 'playwright-core'

/** Fills Keycloak's own login pages in, the user name first where it asks for that alone. The password is the name. */
export async function fillKeycloakLogin(page: Page, name: string): Promise<void> {
  await page.waitForSelector('#kc-form-login')
  const username = page.locator('#username:not([type=hidden])')
  if ((await username.count()) > 0 && (await username.isVisible()) && (await username.isEditable())) {
    await username.fill(name)
    if ((await page.locator('#password').count()) === 0) {
      await page.click('#kc-login')
      await page.waitForSelector('#password')
    }
  }
  await page.fill('#password', name)
  await page.click('#kc-login')
}
