import Foundation
import Vision

/// Beside a folder of masks, in a hidden folder of it: for every image what its masks were made from.
/// See docs/formats.md.
struct MaskNotes {
  /// All that an image's masks depend on.
  struct Note: Codable, Equatable {
    var version = CandidateStep.version
    var model: String
    var precision: String
    /// By their names in the reference.
    var settings: [String: Double]
    var form: String
    /// SHA-256, as the next.
    var checkpoint: String
    /// Absent where the checkpoint holds all weights.
    var backbone: String?
    var picture: String

    init(
      _ source: SAMSource, _ form: MaskFolder.Form, checkpoint: Digest, backbone: Digest?,
      picture: Digest
    ) {
      model = source.configuration.name
      precision = source.precision.rawValue
      settings = Dictionary(
        source.settings.named.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
      self.form = form.rawValue
      (self.checkpoint, self.picture) = (checkpoint.hexadecimal, picture.hexadecimal)
      self.backbone = backbone?.hexadecimal
    }
  }

  private struct File: Codable {
    var note: Note
    var masks: Int
  }

  private let folder: String

  /// Throws: `ImageFileError.unwritable` where there is no such folder and none can be made.
  init(folder: String) throws(ImageFileError) {
    self.folder = folder + "/.sepal"
    try FileBytes.makeFolder(self.folder)
    try FileBytes.removePartialFiles(in: self.folder)
  }

  private func path(_ id: ImageID) -> String { "\(folder)/\(id).json" }

  /// How many masks of `id` are in `masks`, if `note` is what they were made from and none of their
  /// files is missing; nil otherwise.
  func count(of id: ImageID, matching note: Note, in masks: MaskFolder) -> Int? {
    do {
      let file = try JSONDecoder().decode(
        File.self, from: Data(try FileBytes.read(path(id), maximumBytes: 1 << 16)))
      let files = try masks.files(of: id.name).count
      // PNG files have a table beside them.
      let expected = note.form == MaskFolder.Form.png.rawValue ? file.masks + 1 : 1
      return file.note == note && files == expected ? file.masks : nil
    } catch {
      // No note, a damaged one, or no masks: all mean that they are to be made.
      return nil
    }
  }

  /// Throws: `ImageFileError.unwritable`.
  func remove(_ id: ImageID) throws(ImageFileError) {
    try FileBytes.remove(path(id))
  }

  func write(_ note: Note, masks: Int, of id: ImageID) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let text = try encoder.encode(File(note: note, masks: masks))
    try FileBytes.write(Array(text), to: path(id))
  }
}
