/// The table `metadata.csv` that `amg.py` writes beside an image's PNG masks: a line of column names,
/// then one line of numbers per mask, found by `id`, the number of its file.
struct MaskMetadata {
  static let fileName = "metadata.csv"

  static let columns = [
    "id", "area", "bbox_x0", "bbox_y0", "bbox_w", "bbox_h", "point_input_x", "point_input_y",
    "predicted_iou", "stability_score", "crop_box_x0", "crop_box_y0", "crop_box_w", "crop_box_h",
  ]

  private var rows: [Int: Row] = [:]

  /// Columns may be missing, besides `id`, and come in any order; an empty field is an unknown value.
  ///
  /// Throws: `MaskFileError.malformed` naming the line (0 is the header) and what was expected.
  init(_ bytes: [UInt8], path: String, width: Int, height: Int) throws(MaskFileError) {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    let names = (lines.first ?? "").split(separator: ",", omittingEmptySubsequences: false)
    guard let idColumn = names.firstIndex(of: "id") else {
      throw .malformed(path: path, record: 0, offset: nil, expected: "column names with \"id\"")
    }
    for (number, line) in lines.enumerated().dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard fields.count == names.count, let id = Int(fields[idColumn]), rows[id] == nil else {
        throw .malformed(
          path: path, record: number, offset: nil,
          expected: "\(names.count) fields, among them an id of its own")
      }
      var values: [Substring: Double] = [:]
      for (name, field) in zip(names, fields) where !field.isEmpty && name != "id" {
        guard let value = Double(field), value.isFinite else {
          throw .malformed(path: path, record: number, offset: nil, expected: "a number as \(name)")
        }
        values[name] = value
      }
      rows[id] = Row(values, width: width, height: height)
    }
  }

  /// Adds what the table knows of mask `number`; nothing where it has no such line.
  func annotate(_ candidate: inout MaskCandidate, number: Int) {
    guard let row = rows[number] else { return }
    candidate.predictedIoU = row.predictedIoU
    candidate.stability = row.stability
    candidate.point = row.point
    candidate.cropBox = row.cropBox
  }
}

/// What one line says.
private struct Row {
  var predictedIoU: Float?
  var stability: Float?
  var point: SIMD2<Float>?
  var cropBox: PixelBox?

  init(_ values: [Substring: Double], width: Int, height: Int) {
    predictedIoU = values["predicted_iou"].map { Float($0) }
    stability = values["stability_score"].map { Float($0) }
    if let x = values["point_input_x"], let y = values["point_input_y"] {
      point = SIMD2(Float(x), Float(y))
    }
    let box = ["crop_box_x0", "crop_box_y0", "crop_box_w", "crop_box_h"].compactMap { values[$0] }
    cropBox = box.count == 4 ? PixelBox(amg: box, width: width, height: height) : nil
  }
}
