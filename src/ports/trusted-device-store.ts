import type { TrustedDevice } from '../domain/trusted-devices/trusted-device.js'
import type { Effects, Expected, Settlement } from './store.js'

/** Trusted devices. A device of one subject is never found, changed or ended by another's key. */
export interface TrustedDeviceStore {
  /** One device of the subject, ended or not; null where there is none. */
  trustedDevice(subjectKey: string, id: string): Promise<TrustedDevice | null>
  /** The subject's devices, the one used last first. */
  trustedDevices(subjectKey: string): Promise<readonly TrustedDevice[]>
  /**
   * Adds a device by the same compare-and-set as a judgement. The device that it takes the place of goes, and so do the
   * oldest beyond `most`.
   */
  addTrustedDevice(
    expected: Expected,
    writes: {
      readonly device: TrustedDevice
      readonly replacedId: string | null
      readonly most: number
      readonly effects: Effects
    },
  ): Promise<Settlement>
  /**
   * Exchanges a device's cookie: compare-and-set on its counter, which grows by one. The hash it had becomes the one
   * before. `moved` also where the device is gone.
   */
  rotateTrustedDevice(
    device: Pick<TrustedDevice, 'subjectKey' | 'id' | 'counter'>,
    writes: {
      readonly hash: string
      readonly usedAt: number
      readonly address: string | null
      readonly effects: Effects
    },
  ): Promise<Settlement>
  /** Names a device; null takes the name away. False where the subject has no such device; then nothing is committed. */
  renameTrustedDevice(
    subjectKey: string,
    id: string,
    writes: { readonly name: string | null; readonly effects: Effects },
  ): Promise<boolean>
  /**
   * Ends one device of the subject, or `'all'`, and raises the epoch by one, so that every session is judged anew. With
   * `endSessions` the verified sessions end too, but for that of `except`, and `revokedAt` is kept as when something was
   * last taken away; `'all'` does that also where there is no device. The version of the attempts moves. How many devices
   * ended; otherwise nothing is committed where that is none.
   */
  endTrustedDevices(
    subjectKey: string,
    which: string | 'all',
    writes: {
      readonly endSessions: { readonly except: string | null; readonly revokedAt: number } | null
      readonly effects: Effects
    },
  ): Promise<number>
}
