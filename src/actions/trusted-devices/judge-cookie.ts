import type { DeviceCookie } from '../../domain/trusted-devices/device-cookie.js'
import { type DeviceVerdict, judgeDevice, type Presented } from '../../domain/trusted-devices/judge-device.js'
import { environmentOf, type TrustedDevice } from '../../domain/trusted-devices/trusted-device.js'
import type { KeyedHash } from '../../ports/crypto.js'
import type { Caller } from '../context.js'

/** Holds an opened cookie against its device; changes nothing. */
export function judgeCookie(
  keyedHash: KeyedHash,
  { origin }: Caller,
  device: TrustedDevice | null,
  cookie: DeviceCookie,
  at: { days: number; now: number },
): DeviceVerdict {
  const secret = device === null ? 'neither' : whoseSecret(keyedHash, device, cookie)
  return judgeDevice(device, { counter: cookie.counter, secret, environment: environmentOf(origin) }, at)
}

function whoseSecret(keyedHash: KeyedHash, device: TrustedDevice, { secret }: DeviceCookie): Presented['secret'] {
  if (keyedHash.matches('device-secret', secret, device.hash)) return 'current'
  const { previousHash } = device
  return previousHash !== null && keyedHash.matches('device-secret', secret, previousHash) ? 'previous' : 'neither'
}
