extension CAMFolder {
  /// Writes `maps` as `ID.npy` in IRN's form: `keys` with classes from 0, `high_res` at the image's
  /// size, and `cam` at stride 4. All are NumPy arrays, where IRN keeps tensors of PyTorch in `keys`
  /// and `cam`: what reads them needs no PyTorch, and IRN's last step needs `torch.from_numpy`.
  ///
  /// Throws: `CAMError.unwritable`.
  public func write(_ maps: ActivationMaps, for id: ImageID) throws(CAMError) {
    do throws(ImageFileError) {
      try FileBytes.write(Self.encoded(maps), to: "\(path)/\(id).npy")
    } catch {
      throw .unwritable(error)
    }
  }

  static func encoded(_ maps: ActivationMaps) -> [UInt8] {
    let (whole, quarter) = (
      maps.resampledToImage(),
      maps.resampled(columns: (maps.width - 1) / 4 + 1, rows: (maps.height - 1) / 4 + 1)
    )
    let count = maps.classes.count
    return NPYFile.encode(dictionary: [
      ("keys", .int64(maps.classes.map { $0 - 1 }, shape: [count])),
      ("cam", .float32(quarter.values, shape: [count, quarter.rows, quarter.columns])),
      ("high_res", .float32(whole.values, shape: [count, whole.rows, whole.columns])),
    ])
  }
}
