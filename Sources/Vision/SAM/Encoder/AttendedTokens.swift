/// What attention makes of the tokens, in the pieces in which it was computed.
package struct AttendedTokens: Sendable {
  /// How the tokens' rows are spread over the pieces.
  enum Arrangement: Sendable {
    /// A piece for each window, of whole rows.
    case windows(WindowPartition)
    /// A piece for each head and tile of tokens, head by head, of that head's part of the rows.
    case heads(count: Int, tile: Int, grid: Int)
  }

  let pieces: [[Float]]
  let arrangement: Arrangement
  /// Numbers of a token.
  let width: Int

  /// The rows of `tokens`, one after the other.
  package func rows(_ tokens: Range<Int>) -> [Float] {
    var rows = [Float](repeating: 0, count: tokens.count * width)
    var target = rows.mutableSpan
    switch arrangement {
    case .windows(let partition):
      for (index, token) in tokens.enumerated() {
        let place = partition.place(row: token / partition.grid, column: token % partition.grid)
        let piece = pieces[place.window]
        RowCopies.copy(
          piece.span, from: (place.token * width, index * width), columns: width, into: &target)
      }
    case .heads(let heads, let tile, let grid):
      let tiles = (grid * grid + tile - 1) / tile
      let part = width / heads
      for (index, token) in tokens.enumerated() {
        for head in 0..<heads {
          let piece = pieces[head * tiles + token / tile]
          RowCopies.copy(
            piece.span, from: (token % tile * part, index * width + head * part), columns: part,
            into: &target)
        }
      }
    }
    return rows
  }
}
