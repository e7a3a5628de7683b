import { parseOrder } from '../order.ts'
import { runService } from './service.ts'

// Shows new orders on the screen in the shop, at the edge of the network.
await runService(async ({ connection }) => {
  const screen: string[] = []
  connection.subscribe('orders.>', {
    callback(error, message) {
      const order = error ? undefined : parseOrder(message.string())
      if (!order) return
      screen.push(order.item)
      if (screen.length > 10) screen.shift()
    },
  })
})
