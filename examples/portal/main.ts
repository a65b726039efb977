import { portalConfig } from './config.js'
import { createPortal, type Portal } from './server.js'

// The portal as a process of its own; `npm start` runs this file.
let portal: Portal | undefined

const stop = async () => {
  await portal?.stop()
  process.exit(0)
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)

try {
  portal = await createPortal(portalConfig(process.env))
  for (const name of portal.migrations) console.log(`Migration: ${name}`)
  await portal.start()
  console.log(`Portal: ${portal.url}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
