export { type ContractRunner, type StoresUnderTest, storeContract } from './store-contract.js'
export { type TestClock, testClock, withTestClock } from './test-clock.js'
