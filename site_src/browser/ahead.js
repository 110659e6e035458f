// Pictures that were drawn while the site was built, one for each stop of a demo's only slider: see sitekit/ahead.py.
// The page shows them until Python has come.

export class Ahead {
  constructor(address) {
    this.address = address;
  }

  /** The picture for these values of the form; nothing where there is none, or it does not come. */
  async picture(values) {
    this.pictures ??= fetch(this.address)
      .then((response) => (response.ok ? response.json() : {}))
      .catch(() => ({}));
    return (await this.pictures)[Object.values(values)[0]];
  }
}
