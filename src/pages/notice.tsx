import type { ComponentChildren } from 'preact'
import { Icon } from './icon.js'

const ICONS = { info: 'info', done: 'check', warning: 'alert', problem: 'alert' } as const

interface NoticeProps {
  /** `info`: good to know; `done`: something succeeded; `warning`: something is still to do; `problem`: it went wrong. */
  readonly tone: keyof typeof ICONS
  readonly id?: string
  readonly children: ComponentChildren
}

/** A coloured box that stands out of the page; a problem is read out at once, the rest when the reader is free. */
export function Notice({ tone, id, children }: NoticeProps) {
  return (
    <div class={`notice ${tone}`} id={id} role={tone === 'problem' ? 'alert' : 'status'}>
      <Icon name={ICONS[tone]} />
      <div>{children}</div>
    </div>
  )
}
