extension ImageScores: Storable {
  /// Number of masks, classes and distinct matrices; of each matrix the entries that are not 0; the
  /// matrix of every setting.
  public var stored: [UInt8] {
    var writer = ByteWriter()
    writer.write(maskCount)
    writer.write(distinct.first?.classes ?? 0)
    writer.write(distinct.count)
    for counts in distinct {
      writer.write(counts.entries.count)
      for entry in counts.entries {
        writer.write(entry.position)
        writer.write(entry.pixels)
      }
    }
    writer.write(settings.count)
    for setting in settings { writer.write(setting) }
    return writer.bytes
  }

  public init(stored: [UInt8]) throws {
    var reader = ByteReader(stored)
    guard let scores = Self(&reader, atMost: stored.count), reader.isAtEnd else {
      throw StoredFormatError("score table")
    }
    self = scores
  }

  /// nil for bytes that `stored` never gives. `limit` bounds every number of items.
  private init?(_ reader: inout ByteReader, atMost limit: Int) {
    guard let masks = reader.read(), let classes = reader.read(upTo: 255),
      let number = reader.read(upTo: limit), number == 0 || classes > 0
    else { return nil }
    self.init(maskCount: masks)
    for _ in 0..<number {
      guard let counts = Counts(&reader, classes: classes) else { return nil }
      distinct.append(counts)
    }
    guard let count = reader.read(upTo: limit) else { return nil }
    for _ in 0..<count {
      guard let setting = reader.read(), distinct.indices.contains(setting) else { return nil }
      settings.append(setting)
    }
  }
}

extension ImageScores.Counts {
  fileprivate init?(_ reader: inout ByteReader, classes: Int) {
    guard let count = reader.read(upTo: classes * classes) else { return nil }
    var entries: [Entry] = []
    for _ in 0..<count {
      guard let position = reader.read(upTo: classes * classes - 1),
        position > entries.last?.position ?? -1, let pixels = reader.read(), pixels > 0
      else { return nil }
      entries.append(Entry(position: position, pixels: pixels))
    }
    self.init(classes: classes, entries: entries)
  }
}
