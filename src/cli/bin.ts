#!/usr/bin/env node
import { processTerminal } from './process-terminal.js'
import { run } from './run.js'

const argv = process.argv.slice(2)
const terminal = processTerminal(argv)
process.exitCode = await run(argv, terminal)
// A pool that the configuration opened for itself would keep the process alive for ever.
await terminal.flush()
process.exit()
