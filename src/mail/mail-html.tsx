import { render } from 'preact-render-to-string'
import type { MailView } from '../views/mail.js'

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Hiragino Sans", "Yu Gothic UI", Meiryo, sans-serif'

/**
 * A mail as HTML: inline styles, no images, nothing loaded from anywhere.
 *
 * Neither text nor background has a colour of its own, so that mail programs can show it light or dark as they like.
 */
export function mailHtml(view: MailView): string {
  return `<!doctype html>${render(<MailDocument {...view} />)}`
}

function MailDocument({ locale, subject, greeting, text, code, facts, advice, link, footer }: MailView) {
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
      </head>
      <body style={{ margin: 0, padding: '24px 16px' }}>
        <div style={{ maxWidth: '520px', margin: '0 auto', font: `16px/1.6 ${FONT}` }}>
          <h1 style={{ margin: '0 0 24px', fontSize: '22px', lineHeight: 1.3 }}>{subject}</h1>
          <p style={PARAGRAPH}>{greeting}</p>
          <p style={PARAGRAPH}>{text}</p>
          {code !== null && <p style={CODE}>{code}</p>}
          {facts.length > 0 && (
            <table style={{ margin: '0 0 24px', borderCollapse: 'collapse', width: '100%' }}>
              <tbody>
                {facts.map(({ label, value }) => (
                  <tr key={label}>
                    <th scope="row" style={{ ...CELL, fontWeight: 600, textAlign: 'left', whiteSpace: 'nowrap' }}>
                      {label}
                    </th>
                    <td style={{ ...CELL, width: '100%', wordBreak: 'break-word' }}>{value}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {advice.map((paragraph) => (
            <p key={paragraph} style={PARAGRAPH}>
              {paragraph}
            </p>
          ))}
          {link !== null && (
            <p style={{ margin: '24px 0' }}>
              <a href={link.address} style={BUTTON}>
                {link.label}
              </a>
            </p>
          )}
          <p style={{ margin: '32px 0 0', fontSize: '14px', opacity: 0.75 }}>{footer}</p>
        </div>
      </body>
    </html>
  )
}

const CODE = { margin: '0 0 24px', fontSize: '32px', fontWeight: 600, letterSpacing: '0.15em', fontFamily: 'monospace' }
const PARAGRAPH = { margin: '0 0 16px' }
const CELL = { padding: '8px 16px 8px 0', borderTop: '1px solid #8888', verticalAlign: 'top' }
const BUTTON = {
  display: 'inline-block',
  padding: '12px 24px',
  borderRadius: '10px',
  background: '#1f5fd6',
  color: '#ffffff',
  fontWeight: 600,
  textDecoration: 'none',
}
