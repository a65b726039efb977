export { type ContractRunner, type StoresUnderTest, storeContract } from './store-contract.js'
export { type TestClock, testClock, withTestClock } from './test-clock.js'
export { type TestDirectoryContent, testDirectory } from './test-directory.js'
