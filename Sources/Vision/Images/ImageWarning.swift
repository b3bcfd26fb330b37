/// What a reader should know of an image that was decoded all the same.
public enum ImageWarning: Sendable, Hashable {
  /// The camera asked for a turn that was not applied, as in Pillow's `Image.open`: labels made
  /// with the field's scripts fit the pixels as they are stored.
  case orientationNotApplied(EXIFOrientation)
  /// Part of the data was damaged and the decoder filled in; `detail` is its own message.
  case damagedData(detail: String)
}

extension ImageWarning: CustomStringConvertible {
  public var description: String {
    switch self {
    case .orientationNotApplied(let orientation):
      "EXIF asks for \(orientation), which is not applied; labels must fit the stored pixels"
    case .damagedData(let detail):
      "part of the image data is damaged (\(detail)); some pixels are guesses"
    }
  }
}
