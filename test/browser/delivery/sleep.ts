/** For what the passing of time is itself a part of: an outage that lasts, a page that is killed a second later. */
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
