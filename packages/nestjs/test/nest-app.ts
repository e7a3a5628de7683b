import 'reflect-metadata'
import '@hopscope/observe/node'
import { Controller, Module, type INestMicroservice, type Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import {
  Ctx,
  EventPattern,
  MessagePattern,
  Payload,
  type AsyncMicroserviceOptions,
} from '@nestjs/microservices'
import { JetstreamStrategy, type EventExtras, type JetstreamContext } from '@hopscope/nestjs'

/** What handles a message in a test. */
export type Handle = (data: never, context: JetstreamContext) => unknown

/** A method of a controller with its decorator. */
export interface DecoratedMethod {
  readonly decorator: MethodDecorator
  readonly handle: Handle
  /** Such as `@UseFilters`. @default none */
  readonly enhancers?: readonly MethodDecorator[]
}

/** A method with `@EventPattern`. */
export function onEvent(
  pattern: string,
  handle: Handle,
  extras: EventExtras = {},
): DecoratedMethod {
  return { decorator: EventPattern<unknown>(pattern, { ...extras }), handle }
}

/** A method with `@MessagePattern`. */
export function onCommand(pattern: string | object, handle: Handle): DecoratedMethod {
  return { decorator: MessagePattern(pattern), handle }
}

/** A class with `@Controller`, whose methods take `@Payload` and `@Ctx`. */
export function controllerOf(...methods: readonly DecoratedMethod[]): Type<unknown> {
  const TestController = emptyClass()
  const prototype: object = TestController.prototype
  for (const [index, { decorator, handle, enhancers = [] }] of methods.entries()) {
    const name = `handle${index}`
    const value: Handle = (data, context) => handle(data, context)
    const descriptor = { value, writable: true, configurable: true, enumerable: false }
    Object.defineProperty(prototype, name, descriptor)
    Payload()(prototype, name, 0)
    Ctx()(prototype, name, 1)
    for (const decorate of [decorator, ...enhancers]) decorate(prototype, name, descriptor)
  }
  Controller()(TestController)
  return TestController
}

/** A class with `@Module`. */
export function moduleOf(metadata: Parameters<typeof Module>[0]): Type<unknown> {
  const TestModule = emptyClass()
  Module(metadata)(TestModule)
  return TestModule
}

/** An application that listens by the strategy of its `JetstreamModule`, and logs nothing. */
export async function listen(root: Type<unknown>): Promise<INestMicroservice> {
  const options: AsyncMicroserviceOptions = {
    useFactory: (strategy: JetstreamStrategy) => ({ strategy }),
    inject: [JetstreamStrategy],
  }
  const app = await NestFactory.createMicroservice<AsyncMicroserviceOptions>(root, {
    ...options,
    ...QUIET,
  })
  await app.listen()
  return app
}

/** For every application of a test. */
export const QUIET = { logger: false, abortOnError: false } as const

function emptyClass(): Type<unknown> {
  // oxlint-disable-next-line typescript/no-extraneous-class -- what it holds is put into it later
  return class {}
}
