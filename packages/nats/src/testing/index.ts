export { assertPropagation, type AssertPropagationOptions } from './assert-propagation.ts'
