import type { SetUpTotpView } from '../../views/enrolment/set-up.js'
import { htmlDocument } from '../document.js'
import { Icon } from '../icon.js'
import type { Spoken } from '../spoken.js'
import { QrCode } from './qr-code.js'
import { Steps } from './steps.js'

/** Set-up, second step: QR code, the key as text, and on a touch screen first the way into the app on the same device. */
export function setUpTotpPage(view: Spoken<SetUpTotpView>): string {
  const texts = view.texts
  const { totp } = texts.enrolment
  return htmlDocument({
    frame: view,
    title: totp.title,
    children: (
      <>
        <Steps texts={texts} current={2} />
        <h1>{totp.title}</h1>
        <div class="touch">
          <p>{totp.leadTouch}</p>
          <a class="button" href={view.address}>
            <Icon name="phone" />
            {totp.openInApp}
          </a>
        </div>
        <div class="scan">
          <p class="lead">{totp.lead}</p>
          <figure>
            <QrCode text={view.address} label={totp.qrCode(view)} />
            <figcaption>
              <span class="hint">{totp.account}</span> {view.account}
            </figcaption>
          </figure>
        </div>
        <div class="by-key">
          <p class="hint">{totp.keyLead}</p>
          <div class="key">
            <code id="key">{view.key}</code>
            <button type="button" class="button small" hidden data-copy="#key" data-done={totp.copied}>
              <Icon name="copy" />
              <span>{totp.copy}</span>
            </button>
          </div>
          <p class="unseen" role="status" data-say />
        </div>
        <div class="onwards">
          <a class="button primary" href={`${view.base}/set-up/totp?step=confirm`}>
            {totp.next}
          </a>
          <a class="button" href={`${view.base}/set-up`}>
            {totp.back}
          </a>
        </div>
      </>
    ),
  })
}
