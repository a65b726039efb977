/** For a suite whose tests are the steps of one story: what follows a failed step is not taken, since it could only fail. */
export function stepByStep(): void {
  afterEach(function () {
    if (this.currentTest?.state === 'failed') throw new Error('The steps after this one were not taken.')
  })
}
