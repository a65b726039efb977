/**
 * Comfort for browsers that run scripts: Copy, Print, a countdown, pasted codes trimmed, no form sent twice.
 * Every page works without it. Plain text, since a compiled function may carry its compiler's helpers.
 */
export const comfortScript = `'use strict'
{
  const all = (selector) => document.querySelectorAll(selector)
  const on = (selector, event, act) => all(selector).forEach((element) => element.addEventListener(event, act))

  all('button[hidden]').forEach((button) => { button.hidden = false })

  // The codes are kept now: tell the server, and take the prompt away once it knows.
  const hidePrompt = () => all('[data-unsaved]').forEach((element) => { element.hidden = true })
  const settle = (button) => {
    const form = document.querySelector('form#saved')
    if (!form || !('settles' in button.dataset)) return
    fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual', keepalive: true })
      .then((answer) => { if (answer.ok || answer.type === 'opaqueredirect') hidePrompt() }, () => {})
  }
  on('[data-settled]', 'click', () => setTimeout(hidePrompt, 500))

  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text)
    const area = document.body.appendChild(document.createElement('textarea'))
    area.value = text
    area.select()
    const copied = document.execCommand('copy')
    area.remove()
    if (!copied) throw new Error('not copied')
  }
  on('[data-copy]', 'click', async ({ currentTarget: button }) => {
    const lines = [...all(button.dataset.copy)].map((element) => element.textContent.replace(/\\s/g, ''))
    await copy(lines.join('\\n'))
    const label = button.querySelector('span')
    const before = label.textContent
    const said = document.querySelector('[data-say]')
    button.disabled = true
    label.textContent = said.textContent = button.dataset.done
    setTimeout(() => { label.textContent = before; said.textContent = ''; button.disabled = false }, 2000)
    settle(button)
  })
  on('[data-print]', 'click', ({ currentTarget: button }) => { settle(button); print() })

  all('[data-wait-ms]').forEach((timer) => {
    const submit = timer.closest('form').querySelector('[type=submit]')
    const end = performance.now() + Number(timer.dataset.waitMs)
    const tick = () => {
      const left = Math.ceil((end - performance.now()) / 1000)
      const waiting = left > 0
      timer.hidden = !waiting
      submit.disabled = waiting
      if (!waiting) return
      timer.textContent = timer.dataset.text.replace('{time}', Math.floor(left / 60) + ':' + String(left % 60).padStart(2, '0'))
      setTimeout(tick, 1000)
    }
    tick()
  })

  on('[name=code]', 'paste', (event) => {
    const text = event.clipboardData && event.clipboardData.getData('text')
    if (!text) return
    event.preventDefault()
    event.target.value = text.normalize('NFKC').replace(/\\s/g, '')
  })

  on('form', 'submit', (event) => {
    if (event.target.dataset.sent) event.preventDefault()
    event.target.dataset.sent = 'yes'
  })
  addEventListener('pageshow', () => all('form').forEach((form) => { delete form.dataset.sent }))
}
`
