/// A mask as COCO's JSON files hold it: `size` is height, then width; the run lengths go down the
/// columns, the first of zeros.
/// Source: pycocotools 2.0 (maskApi), the format of `segmentation` fields.
public struct CocoRLE: Sendable, Hashable {
  public enum Counts: Sendable, Hashable {
    /// Run lengths as numbers, not yet checked.
    case lengths([Int])
    /// Run lengths packed into printable characters, see `CocoCounts`.
    case compressed(String)
  }

  public var height: Int
  public var width: Int
  public var counts: Counts

  public init(height: Int, width: Int, counts: Counts) {
    (self.height, self.width, self.counts) = (height, width, counts)
  }
}

extension CocoRLE: Codable {
  private enum Keys: String, CodingKey { case size, counts }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    let size = try values.decode([Int].self, forKey: .size)
    guard size.count == 2 else {
      throw DecodingError.dataCorruptedError(
        forKey: .size, in: values, debugDescription: "size is not [height, width]")
    }
    (height, width) = (size[0], size[1])
    do {
      counts = .compressed(try values.decode(String.self, forKey: .counts))
    } catch DecodingError.typeMismatch {
      counts = .lengths(try values.decode([Int].self, forKey: .counts))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Keys.self)
    try values.encode([height, width], forKey: .size)
    switch counts {
    case .lengths(let lengths): try values.encode(lengths, forKey: .counts)
    case .compressed(let text): try values.encode(text, forKey: .counts)
    }
  }
}
