import { writeFileSync } from 'node:fs'
import Mocha from 'mocha'

/** Mocha's own output, and the totals as JSON in the file that the reporter option `output` names. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(/** @type {Mocha.Runner} */ runner, /** @type {Mocha.MochaOptions} */ options) {
    super(runner, options)
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats
      writeFileSync(
        options.reporterOptions.output,
        JSON.stringify({ passed: passes, failed: failures, skipped: pending }),
      )
    })
  }
}
