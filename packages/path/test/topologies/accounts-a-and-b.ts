/**
 * Accounts A and B. A's `open.>` and `shut.>` are streams that B imports, and A imports `svc.open`
 * and `svc.shut` of B as `ask.open` and `ask.shut`. Traces may pass where it says open. User and
 * password are the name of the account.
 */
export const ACCOUNTS_A_AND_B = `
accounts {
  A {
    users [ { user: A, password: A } ]
    exports [ { stream: "open.>" }, { stream: "shut.>" } ]
    imports [
      { service: { account: B, subject: "svc.open" }, to: "ask.open" }
      { service: { account: B, subject: "svc.shut" }, to: "ask.shut" }
    ]
  }
  B {
    users [ { user: B, password: B } ]
    exports [ { service: "svc.open", allow_trace: true }, { service: "svc.shut" } ]
    imports [
      { stream: { account: A, subject: "open.>" }, allow_trace: true }
      { stream: { account: A, subject: "shut.>" } }
    ]
  }
}`
