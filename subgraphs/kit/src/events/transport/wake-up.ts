/** Lets a loop sleep until something happens or time has passed; a wake-up while it is busy is not lost. */
export class WakeUp {
  #isPending = false;
  #resume = () => {};

  wake(): void {
    this.#isPending = true;
    this.#resume();
  }

  async wait(ms: number): Promise<void> {
    if (!this.#isPending) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#resume = resolve;
        timer = setTimeout(resolve, ms);
      });
      clearTimeout(timer);
    }
    this.#isPending = false;
  }
}
